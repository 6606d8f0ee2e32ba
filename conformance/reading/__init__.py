"""
What the pixels say: pictures, the panel of independent readers, the payload, the symbol's quality, the screen's texts.
"""
