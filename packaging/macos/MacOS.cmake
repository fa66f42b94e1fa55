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

# macdeployqt copies Qt and Homebrew's libraries into the bundle. Signed from the inside out, as Apple asks (`--deep` would
# give every library the program's entitlements). With TICKGATE_SIGN_IDENTITY set to a Developer ID: hardened runtime,
# ready for notarytool. Without one: ad hoc, and no hardened runtime, whose library validation refuses libraries that
# carry no team identifier.
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
            set(sign codesign --force --timestamp=none --sign -)
        else()
            set(sign codesign --force --timestamp --options runtime --sign \"\${identity}\")
        endif()
        set(contents \"\$ENV{DESTDIR}\${bundle}/Contents\")
        file(GLOB_RECURSE libraries \"\${contents}/PlugIns/*.dylib\")
        file(GLOB more \"\${contents}/Frameworks/*.dylib\" \"\${contents}/Frameworks/*.framework\")
        foreach(item IN LISTS libraries more)
            execute_process(COMMAND \${sign} \"\${item}\" COMMAND_ERROR_IS_FATAL ANY)
        endforeach()
        execute_process(COMMAND \${sign} --entitlements \"${CMAKE_CURRENT_SOURCE_DIR}/macos/tickgate.entitlements\"
            \"\$ENV{DESTDIR}\${bundle}\" COMMAND_ERROR_IS_FATAL ANY)
    ")
endif()

set(CPACK_GENERATOR DragNDrop)
set(CPACK_DMG_VOLUME_NAME "Tickgate ${PROJECT_VERSION}")
