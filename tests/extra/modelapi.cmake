hermes_test(tst_ssevectors LABELS extra SOURCES tst_ssevectors.cpp LINKS hermes_modelapi)
