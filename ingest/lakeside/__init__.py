"""Lakeside Bank (湖畔银行), the demo bank: its story, and the files its silos would deliver."""
