"""The bundled order form to practise on, its task, and a private display to run it on."""
