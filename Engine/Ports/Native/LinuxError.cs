namespace Pipeline.Engine.Ports.Native;

/// <summary>The values of <c>errno</c> that the ports know (asm-generic/errno.h); others are possible.</summary>
internal enum LinuxError
{
    /// <summary>EPERM: a capability is missing, or a filter rule dropped what was sent.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT.</summary>
    NoEntry = 2,

    /// <summary>EINTR: a signal came; ask again.</summary>
    Interrupted = 4,

    /// <summary>ENXIO.</summary>
    NoDevice = 6,

    /// <summary>EAGAIN: nothing is there, or no room is left.</summary>
    TryAgain = 11,

    /// <summary>ENOMEM.</summary>
    NoMemory = 12,

    /// <summary>EACCES.</summary>
    AccessDenied = 13,

    /// <summary>EBUSY.</summary>
    Busy = 16,

    /// <summary>EEXIST.</summary>
    Exists = 17,

    /// <summary>EINVAL.</summary>
    Invalid = 22,

    /// <summary>EMSGSIZE: longer than the way allows.</summary>
    MessageTooLong = 90,

    /// <summary>EAFNOSUPPORT: the kernel is without IPv6.</summary>
    FamilyNotSupported = 97,

    /// <summary>EADDRINUSE.</summary>
    AddressInUse = 98,

    /// <summary>EADDRNOTAVAIL: no interface has the address.</summary>
    AddressNotAvailable = 99,

    /// <summary>ENOBUFS.</summary>
    NoBuffers = 105,
}
