"""The bundled demo app in parts: an order form to practise on; `demo/demo_app.py` starts it.

`window.py` puts the parts side by side: the customer (`form.py`, which also writes the order as JSON), and the
catalogue and the basket, from one of which articles are dragged to the other; then it asks for the name of the file. A
seed determines the layout, so that no model can memorize it; `theme.py` has that and the colours.
"""
