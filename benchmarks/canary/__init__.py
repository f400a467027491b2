"""Whether anything of a form that is not consented is left anywhere, after runs and kills."""
