#include "Utf8.h"

#include <cstddef>

namespace tickgate {

bool isPrintableUtf8(std::string_view text) noexcept
{
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            if (lead < 0x20 || lead == 0x7f)
                return false;
            ++i;
            continue;
        }
        std::size_t length = 0;
        unsigned char low = 0x80;
        unsigned char high = 0xbf; // the range of the second byte, narrower behind some leads
        if (lead >= 0xc2 && lead <= 0xdf) {
            length = 2;
            low = lead == 0xc2 ? 0xa0 : 0x80; // U+0080 to U+009F are control characters
        } else if (lead >= 0xe0 && lead <= 0xef) {
            length = 3;
            low = lead == 0xe0 ? 0xa0 : 0x80;
            high = lead == 0xed ? 0x9f : 0xbf;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            length = 4;
            low = lead == 0xf0 ? 0x90 : 0x80;
            high = lead == 0xf4 ? 0x8f : 0xbf;
        } else {
            return false;
        }
        if (text.size() - i < length)
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if (byte < low || byte > high)
                return false;
            low = 0x80;
            high = 0xbf;
        }
        i += length;
    }
    return true;
}

} // namespace tickgate
