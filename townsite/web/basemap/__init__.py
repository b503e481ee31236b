"""The own base map: built at set-up from packaged data, served without key or network."""
