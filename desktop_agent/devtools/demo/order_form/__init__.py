"""The bundled demo app in parts: an order form to practise on; `devtools/demo/demo_app.py` starts it.

`window.py` puts the parts side by side: `form.py` for the customer, `catalogue.py` and `basket.py` for what is dragged
from one to the other. A seed decides how all of it looks (`layout.py`), so that nobody learns it by heart; `theme.py`
has the colours. `order.py` writes the order as JSON, and `save_dialog.py` asks for the name of that file.
"""
