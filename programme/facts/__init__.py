"""What counts towards targets: entered, confirmed, corrected, and worked out from what this site keeps."""
