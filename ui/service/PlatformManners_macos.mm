#include "PlatformManners.h"

#import <Foundation/Foundation.h>

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
    // App Nap would stretch the timers of a hidden window's process; this tells the system that it is at work.
    static id<NSObject> activity = nil;
    if (serving && activity == nil) {
        activity = [[NSProcessInfo processInfo] beginActivityWithOptions:NSActivityUserInitiatedAllowingIdleSystemSleep
                                                                  reason:@"Serving market data"];
        [activity retain];
    } else if (!serving && activity != nil) {
        [[NSProcessInfo processInfo] endActivity:activity];
        [activity release];
        activity = nil;
    }
}

} // namespace tickgate::manners
