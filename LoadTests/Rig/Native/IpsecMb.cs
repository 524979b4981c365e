using System.Runtime.Intrinsics.X86;

namespace Pipeline.LoadTests.Rig.Native;

/// <summary>Intel's Multi-Buffer Crypto for IPsec library, by its exported names; see its public header intel-ipsec-mb.h.</summary>
internal static unsafe class IpsecMb
{
    /// <summary>Bytes that are enough for struct gcm_key_data and struct gcm_context_data of any version.</summary>
    public const int GcmMemoryLength = 4096;

    private const uint Version13 = 0x010300;
    private const uint MajorMinor = 0xFFFF00;
    private const int ExtendedFeatures = 7;
    private const int VaesBit = 1 << 9;

    // What the library itself asks for before it takes its second AVX-512 architecture: SHA and IFMA in EBX of CPUID leaf 7,
    // GFNI, VAES and VPCLMULQDQ in ECX.
    private const int SecondArchitectureEbx = (1 << 29) | (1 << 21);
    private const int SecondArchitectureEcx = (1 << 8) | VaesBit | (1 << 10);

    private static readonly NativeLibraryFile Library = new("libIPSec_MB.so.1");

    /// <summary>True when it is installed.</summary>
    public static bool IsInstalled => Library.IsInstalled;

    /// <summary>True when its job structure is the one that <see cref="IpsecMbJob"/> describes.</summary>
    public static bool IsVersion13 { get; } = IsInstalled
        && (((delegate* unmanaged[Cdecl]<uint>)Library.Require("imb_get_version"))() & MajorMinor) == Version13;

    /// <summary>The best of its instruction sets for AES-GCM on this processor, as names end; null for none that we call.</summary>
    public static string? GcmArchitecture { get; } =
        !Avx2.IsSupported || !Aes.IsSupported ? null
        : Avx512BW.IsSupported && HasFeatures(ebx: 0, VaesBit) ? "vaes_avx512"
        : Avx512BW.IsSupported ? "avx512"
        : "avx_gen4";

    /// <summary>The best of its architectures for bursts on this processor, as names end; null for none that we call.</summary>
    public static string? BurstArchitecture { get; } =
        !Avx512BW.IsSupported ? null
        : HasFeatures(SecondArchitectureEbx, SecondArchitectureEcx) ? "avx512_t2"
        : "avx512_t1";

    /// <summary>A function by its name.</summary>
    public static nint Require(string function) => Library.Require(function);

    private static bool HasFeatures(int ebx, int ecx)
    {
        if (!X86Base.IsSupported)
        {
            return false;
        }

        (_, int readEbx, int readEcx, _) = X86Base.CpuId(ExtendedFeatures, 0);
        return (readEbx & ebx) == ebx && (readEcx & ecx) == ecx;
    }
}
