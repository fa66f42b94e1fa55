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

set_target_properties(tickgate PROPERTIES
    MACOSX_BUNDLE ON
    OUTPUT_NAME Tickgate
    MACOSX_BUNDLE_INFO_PLIST "${CMAKE_CURRENT_SOURCE_DIR}/macos/Info.plist.in"
    MACOSX_BUNDLE_SHORT_VERSION_STRING "${PROJECT_VERSION}"
    MACOSX_BUNDLE_BUNDLE_VERSION "${PROJECT_VERSION}"
    MACOSX_BUNDLE_COPYRIGHT "${TICKGATE_COPYRIGHT}"
)
target_sources(tickgate PRIVATE "${TICKGATE_ICONS}/tickgate.icns")
set_source_files_properties("${TICKGATE_ICONS}/tickgate.icns" TARGET_DIRECTORY tickgate
    PROPERTIES MACOSX_PACKAGE_LOCATION Resources)

install(TARGETS tickgate BUNDLE DESTINATION .)

# macdeployqt copies Qt and Homebrew's libraries into the bundle and signs it: ad hoc without an identity, for release
# with TICKGATE_SIGN_IDENTITY set to a Developer ID, hardened runtime and entitlements, ready for notarytool.
get_target_property(qmake Qt6::qmake IMPORTED_LOCATION)
get_filename_component(qt_bin "${qmake}" DIRECTORY)
find_program(MACDEPLOYQT macdeployqt HINTS "${qt_bin}")
if(MACDEPLOYQT)
    install(CODE "
        set(bundle \"\${CMAKE_INSTALL_PREFIX}/Tickgate.app\")
        execute_process(COMMAND \"${MACDEPLOYQT}\" \"\$ENV{DESTDIR}\${bundle}\" -always-overwrite
            COMMAND_ERROR_IS_FATAL ANY)
        set(identity \"\$ENV{TICKGATE_SIGN_IDENTITY}\")
        if(identity STREQUAL \"\")
            set(identity -)
            set(timestamp --timestamp=none)
        else()
            set(timestamp --timestamp)
        endif()
        execute_process(COMMAND codesign --force --deep \${timestamp} --options runtime
            --entitlements \"${CMAKE_CURRENT_SOURCE_DIR}/macos/tickgate.entitlements\"
            --sign \"\${identity}\" \"\$ENV{DESTDIR}\${bundle}\" COMMAND_ERROR_IS_FATAL ANY)
    ")
endif()

set(CPACK_GENERATOR DragNDrop)
set(CPACK_DMG_VOLUME_NAME "Tickgate ${PROJECT_VERSION}")
