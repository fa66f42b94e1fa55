# macOS: an application bundle in a disk image. Built and run by the workflow, not on the authors' machines.

# Homebrew's libraries, which the bundle carries, are built for the system they were installed on and newer ones.
if(CMAKE_OSX_DEPLOYMENT_TARGET)
    set(TICKGATE_MACOS_MINIMUM "${CMAKE_OSX_DEPLOYMENT_TARGET}")
else()
    execute_process(COMMAND sw_vers -productVersion OUTPUT_VARIABLE macos_version OUTPUT_STRIP_TRAILING_WHITESPACE
        COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "\\..*" "" macos_major "${macos_version}")
    set(TICKGATE_MACOS_MINIMUM "${macos_major}.0")
endif()
# CMake fills the template in where the target was made: our own variables are unknown there.
configure_file(macos/Info.plist.in macos/Info.plist.in @ONLY)

set_target_properties(tickgate PROPERTIES
    MACOSX_BUNDLE ON
    OUTPUT_NAME Tickgate
    MACOSX_BUNDLE_INFO_PLIST "${CMAKE_CURRENT_BINARY_DIR}/macos/Info.plist.in"
    MACOSX_BUNDLE_SHORT_VERSION_STRING "${PROJECT_VERSION}"
    MACOSX_BUNDLE_BUNDLE_VERSION "${PROJECT_VERSION}"
    MACOSX_BUNDLE_COPYRIGHT "${TICKGATE_COPYRIGHT}"
    # Homebrew's Qt is linked through @rpath: the first path is where its copy will be, the others tell macdeployqt where
    # to find it.
    INSTALL_RPATH "@executable_path/../Frameworks"
    INSTALL_RPATH_USE_LINK_PATH ON
)
target_sources(tickgate PRIVATE "${TICKGATE_ICONS}/tickgate.icns")
set_source_files_properties("${TICKGATE_ICONS}/tickgate.icns" TARGET_DIRECTORY tickgate
    PROPERTIES MACOSX_PACKAGE_LOCATION Resources)

install(TARGETS tickgate BUNDLE DESTINATION .)

get_target_property(qmake Qt6::qmake IMPORTED_LOCATION)
get_filename_component(qt_bin "${qmake}" DIRECTORY)
find_program(MACDEPLOYQT macdeployqt HINTS "${qt_bin}")
if(MACDEPLOYQT)
    install(CODE "
        set(macdeployqt \"${MACDEPLOYQT}\")
        set(entitlements \"${CMAKE_CURRENT_SOURCE_DIR}/macos/tickgate.entitlements\")
    ")
    install(SCRIPT macos/deploy.cmake)
else()
    message(WARNING "macdeployqt was not found: the package will lack Qt")
endif()

set(CPACK_GENERATOR DragNDrop)
set(CPACK_SYSTEM_NAME "macos-${CMAKE_SYSTEM_PROCESSOR}")
# CMake before 3.24's policies would show the licence before the image opens, with a tool that macOS no longer has.
set(CPACK_DMG_SLA_USE_RESOURCE_FILE_LICENSE OFF)
set(CPACK_DMG_VOLUME_NAME "Tickgate ${PROJECT_VERSION}")
