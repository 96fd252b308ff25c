"""The bundled demo app in parts: an order form to practise on; `demo_app.py` starts it."""
