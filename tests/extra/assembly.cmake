hermes_test(tst_tokenvectors LABELS extra SOURCES tst_tokenvectors.cpp LINKS hermes_tokens)
hermes_test(tst_renderedprompt LABELS extra SOURCES tst_renderedprompt.cpp LINKS hermes_assembly Qt6::Gui)
hermes_test(tst_mustachespec LABELS extra SOURCES tst_mustachespec.cpp LINKS hermes_assembly)
