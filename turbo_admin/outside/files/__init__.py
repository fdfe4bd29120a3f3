"""Files of any content, read and written safely: text, archives, Excel workbooks."""
