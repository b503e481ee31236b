from django.db import models


class DistanceUnit(models.TextChoices):
    MILES = "mi", "Miles"
    KILOMETRES = "km", "Kilometers"


class Theme(models.TextChoices):
    AUTO = "auto", "As the device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"
