"""Pictures of pages: straightened, their ruling lines, boxes and words as page objects.

    picture → straightened → ruling lines → boxes → words → ink that is no word

`extract.ocr.page` runs the chain; each step has its own module. What comes out goes the way
of a digital PDF's page (`extract.pdf.assemble`), so that tables, paragraphs and marks are put
together by the same code. The libraries (OpenCV, tesserocr) are an extra; they are imported
when the first picture is read.
"""
