{% if target.type == 'postgres' %}select {% endif %}amount * 2
