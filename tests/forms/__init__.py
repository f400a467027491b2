"""The form factory: labelled forms in every variant, made with real tools from one seed."""
