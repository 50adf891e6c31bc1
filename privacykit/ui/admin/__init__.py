"""The pages behind the lock: this computer, its rules, its check-up, its record."""
