#include "PlatformManners.h"

#import <Foundation/Foundation.h>

#if __has_feature(objc_arc)
#error "retained and released by hand here"
#endif

namespace tickgate::manners {

void introduce()
{
    // The bundle says who we are.
}

bool reopensWhenActivated()
{
    return true;
}

void setServing(bool serving)
{
    // App Nap would stretch the timers of a hidden window's process, and an idle computer would fall asleep while ticks
    // are served; by hand it may still be put to sleep.
    static id<NSObject> activity = nil;
    if (serving && activity == nil) {
        activity = [[NSProcessInfo processInfo] beginActivityWithOptions:NSActivityUserInitiated
                                                                  reason:@"Serving market data"];
        [activity retain];
    } else if (!serving && activity != nil) {
        [[NSProcessInfo processInfo] endActivity:activity];
        [activity release];
        activity = nil;
    }
}

} // namespace tickgate::manners
