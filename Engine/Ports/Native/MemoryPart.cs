using System.Runtime.InteropServices;

namespace Pipeline.Engine.Ports.Native;

/// <summary>A piece of memory: <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MemoryPart
{
    /// <summary>Where it begins.</summary>
    public void* Start;

    /// <summary>Its bytes.</summary>
    public nuint Length;
}
