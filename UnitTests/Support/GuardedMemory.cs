using System.Runtime.InteropServices;
using Pipeline.Crypto;
using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>Memory between two pages that nobody may touch: who reads or writes beyond it ends the test process at once.</summary>
/// <remarks>Linux on machines with pages of 4 KiB to 64 KiB.</remarks>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _mapped;
    private readonly int _page = Environment.SystemPageSize;

    /// <summary>Maps whole pages for at least this many bytes.</summary>
    internal GuardedMemory(int atLeast)
    {
        Length = (Math.Max(atLeast, 1) + _page - 1) / _page * _page;
        _mapped = Map(null, (nuint)(Length + (2 * _page)), protection: 0, PrivateAnonymous, descriptor: -1, offset: 0);
        Assert.True((nint)_mapped > 0);
        Assert.Equal(0, Protect(_mapped + _page, (nuint)Length, ReadWrite));
    }

    /// <summary>Bytes between the guards.</summary>
    internal int Length { get; }

    /// <summary>The first byte between them, for jobs.</summary>
    internal PinnedView View => new(_mapped + _page);

    /// <summary>A part of it.</summary>
    internal Span<byte> AsSpan(int offset, int length) => new Span<byte>(_mapped + _page, Length).Slice(offset, length);

    /// <inheritdoc/>
    public void Dispose() => Assert.Equal(0, Unmap(_mapped, (nuint)(Length + (2 * _page))));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(byte* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nuint length);
}
