using Microsoft.Win32.SafeHandles;

namespace Pipeline.Engine.Ports.Native;

/// <summary>A Linux file descriptor that closes itself.</summary>
internal sealed class Descriptor : SafeHandleZeroOrMinusOneIsInvalid
{
    public Descriptor()
        : base(ownsHandle: true)
    {
    }

    /// <summary>The number, for a set of descriptors to poll; the set keeps this object alive.</summary>
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
