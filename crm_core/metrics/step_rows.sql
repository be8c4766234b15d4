select * from {step}
