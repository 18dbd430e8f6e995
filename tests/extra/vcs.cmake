hermes_test(tst_real_history LABELS extra SOURCES tst_real_history.cpp LINKS hermes_vcs)
