# Runs at install time, with `macdeployqt` and `entitlements` set: copies Qt and Homebrew's libraries into the bundle and
# signs it.
set(bundle "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/Tickgate.app")
set(contents "${bundle}/Contents")
set(program "${contents}/MacOS/Tickgate")
execute_process(COMMAND "${macdeployqt}" "${bundle}" -always-overwrite COMMAND_ERROR_IS_FATAL ANY)

# Drivers for other databases, whose libraries few have.
file(GLOB drivers "${contents}/PlugIns/sqldrivers/*.dylib")
list(FILTER drivers EXCLUDE REGEX "/libqsqlite[^/]*$")
if(drivers)
    file(REMOVE ${drivers})
endif()

# Folders outside the bundle that the program would still search (LC_RPATH); whoever owns one could put libraries there.
execute_process(COMMAND otool -l "${program}" OUTPUT_VARIABLE commands COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "path /[^\n]* \\(offset" folders "${commands}")
list(REMOVE_DUPLICATES folders)
foreach(folder IN LISTS folders)
    string(REGEX REPLACE "^path (.*) \\(offset$" "\\1" folder "${folder}")
    execute_process(COMMAND install_name_tool -delete_rpath "${folder}" "${program}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# From the inside out, as Apple asks ("Creating distribution-signed code for macOS"; `--deep` would give every library the
# program's entitlements). With TICKGATE_SIGN_IDENTITY set to a Developer ID: hardened runtime, ready for notarytool.
# Without one: ad hoc, and no hardened runtime, whose library validation refuses libraries that carry no team identifier.
#
# The entitlements make no exception from the hardened runtime: no JIT, no unsigned memory, no library from elsewhere. The
# program is not sandboxed, because it starts OpenAlgo's Python and looks up which process holds a port; the two keys say
# what it would need in a sandbox. The file itself may hold no comment, says the same article.
if("$ENV{TICKGATE_SIGN_IDENTITY}" STREQUAL "")
    set(sign codesign --force --timestamp=none --sign -)
else()
    set(sign codesign --force --timestamp --options runtime --sign "$ENV{TICKGATE_SIGN_IDENTITY}")
endif()
file(GLOB_RECURSE plugins "${contents}/PlugIns/*.dylib")
file(GLOB libraries "${contents}/Frameworks/*.dylib")
file(GLOB frameworks "${contents}/Frameworks/*.framework")
foreach(item IN LISTS libraries frameworks plugins)
    execute_process(COMMAND ${sign} "${item}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND ${sign} --entitlements "${entitlements}" "${bundle}" COMMAND_ERROR_IS_FATAL ANY)
