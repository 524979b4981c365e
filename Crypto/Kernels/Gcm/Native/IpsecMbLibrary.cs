using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Gcm.Native;

/// <summary>The AES-GCM functions that libIPSec_MB exports by name, for one key length (intel-ipsec-mb.h, version 1.3.0).</summary>
/// <remarks>
/// The caller gives the memory that the library writes, so a version with larger structures would write beyond it: only the version
/// whose header was read is taken, and at load each function shows once that it stays inside.
/// Only those for VAES at 512 bits: its others are no faster than the kernels here. The calls leave out the transition to
/// preemptive mode, which costs a third of a short packet; they neither block nor call back, and the longest packet takes a few
/// microseconds, by which a garbage collection may be put off.
/// </remarks>
internal sealed unsafe class IpsecMbLibrary
{
    /// <summary>Bytes for <c>struct gcm_key_data</c>, which has 1008, 1024 with its alignment; a cache line of slack behind it.</summary>
    internal const int KeyLength = 1024 + 64;

    /// <summary>Bytes for <c>struct gcm_context_data</c>, which has 88; the rest is slack.</summary>
    internal const int ContextLength = 256;

    private const string FileName = "libIPSec_MB.so.1";
    private const string Variant = "vaes_avx512";

    /// <summary>1.3.0 as <c>IMB_VERSION</c> counts: major, minor and patch, a byte each. Debian 12 ships it.</summary>
    private const uint KnownVersion = 0x0001_0300;

    private static readonly nint Library = Open();
    private static readonly IpsecMbLibrary? Aes128 = Load(128);
    private static readonly IpsecMbLibrary? Aes192 = Load(192);
    private static readonly IpsecMbLibrary? Aes256 = Load(256);

    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, void> _expand;

    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<
        byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> _encrypt;

    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<
        byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> _decrypt;

    private IpsecMbLibrary(nint expand, nint encrypt, nint decrypt)
    {
        _expand = (delegate* unmanaged[Cdecl]<byte*, byte*, void>)expand;
        _encrypt = (delegate* unmanaged[Cdecl, SuppressGCTransition]<
            byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void>)encrypt;
        _decrypt = (delegate* unmanaged[Cdecl, SuppressGCTransition]<
            byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void>)decrypt;
    }

    /// <summary>True when the library and all its functions are there and this machine has the instructions.</summary>
    internal static bool IsSupported => Aes128 is not null && Aes192 is not null && Aes256 is not null;

    /// <summary>The functions for keys of 16, 24 or 32 bytes.</summary>
    internal static IpsecMbLibrary For(int keyLength) => keyLength switch
    {
        16 => Aes128!,
        24 => Aes192!,
        _ => Aes256!,
    };

    /// <summary>Expands a key into <see cref="KeyLength"/> bytes, 64-byte aligned.</summary>
    internal void Expand(byte* key, byte* expanded) => _expand(key, expanded);

    /// <summary>Encrypts a text in place and writes the first <paramref name="tagLength"/> bytes of its tag.</summary>
    internal void Encrypt(
        byte* key, byte* context, byte* text, int textLength, byte* nonce, byte* associated, int associatedLength, byte* tag, int tagLength) =>
        _encrypt(key, context, text, text, (ulong)textLength, nonce, associated, (ulong)associatedLength, tag, (ulong)tagLength);

    /// <summary>Decrypts a text in place and writes the first <paramref name="tagLength"/> bytes of the tag that it should have.</summary>
    internal void Decrypt(
        byte* key, byte* context, byte* text, int textLength, byte* nonce, byte* associated, int associatedLength, byte* tag, int tagLength) =>
        _decrypt(key, context, text, text, (ulong)textLength, nonce, associated, (ulong)associatedLength, tag, (ulong)tagLength);

    /// <summary>Tells whether the sizes above are those of this version, as <c>imb_get_version</c> gives it.</summary>
    internal static bool IsKnown(uint version) => version == KnownVersion;

    /// <summary>Tells whether a library says that it is of a version with these sizes; one that says nothing is not.</summary>
    internal static bool IsKnown(nint library) =>
        NativeLibrary.TryGetExport(library, "imb_get_version", out nint version)
        && IsKnown(((delegate* unmanaged[Cdecl]<uint>)version)());

    private static nint Open() =>
        HasInstructions() && NativeLibrary.TryLoad(FileName, out nint library) && IsKnown(library) ? library : 0;

    private static IpsecMbLibrary? Load(int bits)
    {
        if (Library == 0
            || !NativeLibrary.TryGetExport(Library, $"aes_gcm_pre_{bits}_{Variant}", out nint expand)
            || !NativeLibrary.TryGetExport(Library, $"aes_gcm_enc_{bits}_{Variant}", out nint encrypt)
            || !NativeLibrary.TryGetExport(Library, $"aes_gcm_dec_{bits}_{Variant}", out nint decrypt))
        {
            return null;
        }

        var loaded = new IpsecMbLibrary(expand, encrypt, decrypt);
        return loaded.StaysInside() ? loaded : null;
    }

    /// <summary>Uses every function once, on memory with room behind it, and looks whether it wrote there.</summary>
    private bool StaysInside()
    {
        const int Room = 4096;
        const byte Untouched = 0xEE;
        byte* zeros = stackalloc byte[64];
        new Span<byte>(zeros, 64).Clear();
        PinnedBytes memory = PinnedBytes.Allocate((2 * Room) + 64);
        memory.AsSpan().Fill(Untouched);
        byte* key = (byte*)(((nuint)memory.Pointer + 63) & ~(nuint)63);
        byte* context = key + Room;
        Expand(zeros, key);
        Encrypt(key, context, zeros, 64, zeros, zeros, 8, zeros, 16);
        Decrypt(key, context, zeros, 64, zeros, zeros, 8, zeros, 16);
        return !new Span<byte>(key + KeyLength, Room - KeyLength).ContainsAnyExcept(Untouched)
            && !new Span<byte>(context + ContextLength, Room - ContextLength).ContainsAnyExcept(Untouched);
    }

    /// <summary>What <see cref="AesGcmAvx512"/> needs, and VAES: CPUID leaf 7, ECX bit 9 (Intel SDM volume 2, CPUID).</summary>
    private static bool HasInstructions()
    {
        const int Leaf = 7;
        const int VaesBit = 1 << 9;
        return Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported && (X86Base.CpuId(Leaf, 0).Ecx & VaesBit) != 0;
    }
}
