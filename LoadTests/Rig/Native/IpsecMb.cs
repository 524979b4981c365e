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
    private const int VaesBit = 9;

    private static readonly NativeLibraryFile Library = new("libIPSec_MB.so.1");

    /// <summary>True when it is installed.</summary>
    public static bool IsInstalled => Library.IsInstalled;

    /// <summary>True when its job structure is the one that we write.</summary>
    public static bool IsVersion13 { get; } = IsInstalled
        && (((delegate* unmanaged[Cdecl]<uint>)Library.Require("imb_get_version"))() & MajorMinor) == Version13;

    /// <summary>The best of its instruction sets for AES-GCM on this processor, as names end; null for none that we call.</summary>
    public static string? GcmArchitecture { get; } =
        !Avx2.IsSupported || !Aes.IsSupported ? null
        : Avx512BW.IsSupported && HasVaes() ? "vaes_avx512"
        : Avx512BW.IsSupported ? "avx512"
        : "avx_gen4";

    /// <summary>The best of its architectures for bursts on this processor, as names end; null for none that we call.</summary>
    public static string? BurstArchitecture { get; } =
        !Avx512BW.IsSupported ? null
        : HasVaes() ? "avx512_t2"
        : "avx512_t1";

    /// <summary>A function by its name.</summary>
    public static nint Require(string function) => Library.Require(function);

    private static bool HasVaes() =>
        X86Base.IsSupported && (X86Base.CpuId(ExtendedFeatures, 0).Ecx & (1 << VaesBit)) != 0;
}
