"""
qrconform: the conformance suite for apps that show, read or issue the personal QR code.
"""

__version__ = "0.1.0"
