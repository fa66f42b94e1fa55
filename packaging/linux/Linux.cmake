# Linux: the places of the file-system hierarchy and of freedesktop.org, and the .deb.
set(linux "${CMAKE_CURRENT_SOURCE_DIR}/linux")
set(made "${CMAKE_CURRENT_BINARY_DIR}/linux")

configure_file("${linux}/org.tickgate.Tickgate.metainfo.xml.in" "${made}/org.tickgate.Tickgate.metainfo.xml" @ONLY)
configure_file("${linux}/tickgate.1.in" "${made}/tickgate.1" @ONLY)

install(TARGETS tickgate RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/resources/adapter_host.py" DESTINATION "${CMAKE_INSTALL_DATADIR}/tickgate")
install(FILES "${linux}/tickgate.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${made}/org.tickgate.Tickgate.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
install(FILES "${linux}/tickgate.bash-completion" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
        RENAME tickgate)
install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/app.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps" RENAME tickgate.svg)
foreach(size 16 22 24 32 48 64 128 256 512)
    install(FILES "${TICKGATE_ICONS}/tickgate-${size}.png"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps" RENAME tickgate.png)
endforeach()

find_program(GZIP gzip)
if(GZIP)
    add_custom_command(OUTPUT "${made}/tickgate.1.gz"
        COMMAND "${GZIP}" -9nc "${made}/tickgate.1" > "${made}/tickgate.1.gz"
        DEPENDS "${made}/tickgate.1" VERBATIM)
    add_custom_target(tickgate_manual ALL DEPENDS "${made}/tickgate.1.gz")
    install(FILES "${made}/tickgate.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
else()
    install(FILES "${made}/tickgate.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endif()
configure_file("${linux}/copyright.in" "${made}/copyright" @ONLY)
install(FILES "${made}/copyright" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/tickgate")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "The Tickgate authors <tickgate@localhost>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Plugins are found at run time, where shlibdeps cannot see them: SVG icons, and OpenAlgo's SQLite database.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6svg6, libqt6sql6-sqlite")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Tickgate receives a broker's ticks from a ZeroMQ bus and serves them over
WebSocket to the programs on this computer, in OpenAlgo's protocol. Its
control panel shows what the ports, clients and feed are doing, starts and
stops cleanly, and frees a stuck port safely.")
