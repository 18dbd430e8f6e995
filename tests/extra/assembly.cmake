hermes_test(tst_tokenvectors LABELS extra
    SOURCES tst_tokenvectors.cpp ${CMAKE_SOURCE_DIR}/tests/unit/tokens/publishedvectors.cpp LINKS hermes_tokens)
target_include_directories(tst_tokenvectors PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/tokens)
hermes_test(tst_renderedprompt LABELS extra SOURCES tst_renderedprompt.cpp LINKS hermes_assembly Qt6::Gui)
hermes_test(tst_mustachespec LABELS extra SOURCES tst_mustachespec.cpp LINKS hermes_assembly)
hermes_test(tst_renderedcorpora LABELS extra TIMEOUT 1800
    SOURCES tst_renderedcorpora.cpp ${CMAKE_SOURCE_DIR}/tests/unit/assembly/markdownedits.cpp ${CMAKE_SOURCE_DIR}/tests/unit/assembly/markdownedits.h
    LINKS hermes_assembly)
target_include_directories(tst_renderedcorpora PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/assembly)
hermes_test(tst_corpusorigins LABELS extra
    SOURCES tst_corpusorigins.cpp ${CMAKE_SOURCE_DIR}/tests/unit/assembly/origincheck.cpp LINKS hermes_assembly)
target_include_directories(tst_corpusorigins PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/assembly)
