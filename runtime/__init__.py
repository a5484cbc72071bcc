"""What every process needs: settings, errors, telemetry, and the engines it can start by itself."""
