# Windows: icon, version and manifest inside the program, and a twin of it for consoles.
configure_file("${CMAKE_CURRENT_SOURCE_DIR}/windows/tickgate.manifest.in"
    "${CMAKE_CURRENT_BINARY_DIR}/tickgate.manifest" @ONLY)
configure_file("${CMAKE_CURRENT_SOURCE_DIR}/windows/tickgate.rc.in" "${CMAKE_CURRENT_BINARY_DIR}/tickgate.rc" @ONLY)
target_sources(tickgate PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/tickgate.rc")
if(MSVC)
    # The manifest is in the resource file.
    target_link_options(tickgate PRIVATE /MANIFEST:NO)
endif()

# A program for windows has no console: typed at a prompt it would print nowhere and the prompt would not wait for it.
# tickgate.com is the same program for consoles. cmd and PowerShell try .com before .exe, so `tickgate status` finds it,
# while shortcuts and double clicks start tickgate.exe.
get_target_property(sources tickgate SOURCES)
get_target_property(libraries tickgate LINK_LIBRARIES)
get_target_property(folder tickgate SOURCE_DIR)
set(console_sources)
foreach(source IN LISTS sources)
    if(IS_ABSOLUTE "${source}")
        list(APPEND console_sources "${source}")
    elseif(NOT source MATCHES "^\\$<")
        list(APPEND console_sources "${folder}/${source}")
    endif()
endforeach()
add_executable(tickgate_console ${console_sources})
target_link_libraries(tickgate_console PRIVATE ${libraries})
set_target_properties(tickgate_console PROPERTIES OUTPUT_NAME tickgate SUFFIX .com PDB_NAME tickgate_console)
if(MSVC)
    target_link_options(tickgate_console PRIVATE /MANIFEST:NO)
endif()

install(TARGETS tickgate tickgate_console RUNTIME DESTINATION .)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION . RENAME LICENSE.txt)
set(CPACK_GENERATOR ZIP)
