hermes_test(tst_ssevectors LABELS extra SOURCES tst_ssevectors.cpp LINKS hermes_modelapi)
hermes_test(tst_requestschemas LABELS extra TIMEOUT 900
    SOURCES tst_requestschemas.cpp everyrequest.cpp everyrequest.h LINKS hermes_modelapi)
