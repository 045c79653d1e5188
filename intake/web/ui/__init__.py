"""The look of the site: styles, template tags and the parts that pages share."""
