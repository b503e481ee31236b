"""What can be allowed, and to whom: the roles of domain section 5."""

from django.db import models


class Permission(models.TextChoices):
    """An act that a role may carry out within its reach."""

    SITE_EDIT = "site.edit", "Edit sites"
    SITE_DEACTIVATE = "site.deactivate", "Suspend, close and merge sites"
    SITE_CLASSIFY = "site.classify", "Classify sites"
    SITE_ASSIGN = "site.assign", "Assign sites"
    CONTACT_EDIT = "contact.edit", "Edit contacts"
    TERRITORY_EDIT = "territory.edit", "Edit territories"
    CHANGE_PROPOSE = "change.propose", "Propose changes"
    CHANGE_APPROVE = "change.approve", "Approve changes"
    IMPORT = "import", "Import and edit in bulk"
    EXPORT = "export", "Export"
    POLICY_EDIT = "policy.edit", "Edit policies"
    USER_EDIT = "user.edit", "Manage users and grants"
    AUDIT_READ = "audit.read", "Read the audit trail"
    JOB_MANAGE = "job.manage", "Manage jobs"


class Role(models.TextChoices):
    SYSTEM_ADMIN = "system_admin", "System administrator"
    CONFIGURATION_MANAGER = "configuration_manager", "Configuration manager"
    SITE_ADMIN = "site_admin", "Site administrator"
    TERRITORY_ADMIN = "territory_admin", "Territory administrator"
    ACCOUNT_MANAGER = "account_manager", "Account manager"
    DISTRICT_MANAGER = "district_manager", "District manager"
    OPERATIONS_MANAGER = "operations_manager", "Operations manager"
    REGIONAL_VP = "regional_vp", "Regional VP"
    EXECUTIVE = "executive", "Executive"
    BILLING_ADMIN = "billing_admin", "Billing administrator"
    CONTRACT_ADMIN = "contract_admin", "Contract administrator"
    QUALITY = "quality", "Quality and compliance"
    FIELD_OPERATIVE = "field_operative", "Field operative"
    INTEGRATION = "integration", "Integration account"
    CUSTOMER = "customer", "Customer portal user"


class CoverCause(models.TextChoices):
    """Why somebody stands in for the manager of a territory (domain 4.2)."""

    LEAVE = "leave", "Leave"
    VACANCY = "vacancy", "Vacancy"
