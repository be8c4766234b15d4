"""Models of customers' buying and spending, in numpy and scipy alone; they know neither the data nor the pages."""
