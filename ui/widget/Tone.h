#pragma once

namespace tickgate {

/// How something is doing. Always told by shape and word as well as by colour.
enum class Tone
{
    Flowing, ///< filled dot
    Quiet,   ///< ring: works, nothing to do
    Warning, ///< triangle
    Failed,  ///< cross
    Busy,    ///< two arrows: on its way
    Stopped  ///< grey cross
};

} // namespace tickgate
