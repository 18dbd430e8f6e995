hermes_test(tst_ssevectors LABELS extra SOURCES tst_ssevectors.cpp LINKS hermes_modelapi)
add_library(hermes_model_peers STATIC everyrequest.cpp everyrequest.h modelpeers.cpp modelpeers.h)
target_link_libraries(hermes_model_peers PUBLIC hermes_modelapi hermes_test_support Qt6::Network)
hermes_test(tst_requestschemas LABELS extra TIMEOUT 900
    SOURCES tst_requestschemas.cpp LINKS hermes_model_peers)
foreach(name llamaserver providermock prism)
    hermes_test(tst_${name} LABELS extra TIMEOUT 1800 SOURCES tst_${name}.cpp LINKS hermes_model_peers hermes_model_server)
    # Without its peer the whole program is counted as skipped, with the reason.
    set_tests_properties(tst_${name} PROPERTIES SKIP_REGULAR_EXPRESSION "SKIP +: [A-Za-z]+::initTestCase")
endforeach()
hermes_test(tst_nginxfaults LABELS extra SOURCES tst_nginxfaults.cpp LINKS hermes_model_peers hermes_model_server)
hermes_test(tst_samebytes LABELS extra TIMEOUT 1800 ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=1700000"
    SOURCES tst_samebytes.cpp ${CMAKE_SOURCE_DIR}/tests/unit/assembly/generatedsource.cpp
    LINKS hermes_workspace hermes_model_server)
target_include_directories(tst_samebytes PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/assembly)
