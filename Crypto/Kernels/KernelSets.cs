using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.Crypto.Kernels.ChaCha20Poly1305;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.Crypto.Kernels.Gcm.Native;
using Pipeline.Crypto.Kernels.Sha;

namespace Pipeline.Crypto.Kernels;

/// <summary>The sets of kernels that there are, best first; a new instruction set is one row.</summary>
internal static class KernelSets
{
    /// <summary>Plain C#, on every machine: it defines the right answer.</summary>
    internal static KernelSet Portable { get; } = new()
    {
        Name = "portable",
        IsSupported = true,
        Aes = new AesPortableKernel(),
        Hmac = HmacKernels.Portable,
        ChaCha20Poly1305 = new ChaCha20Poly1305Portable(),
        AesGcm = new AesGcmCoreKernel<AesGcmPortable>(),
    };

    /// <summary>AES and PMULL of ARMv8.</summary>
    internal static KernelSet Arm64 { get; } = Portable with
    {
        Name = "arm64",
        IsSupported = System.Runtime.Intrinsics.Arm.Aes.IsSupported && AdvSimd.Arm64.IsSupported,
        Aes = new AesArmKernel(),
        AesGcm = new AesGcmCoreKernel<AesGcm128>(),
    };

    /// <summary>AES-NI and PCLMULQDQ at 128 bits, the rest at 256 bits.</summary>
    internal static KernelSet Avx2 { get; } = Portable with
    {
        Name = "avx2",
        IsSupported = System.Runtime.Intrinsics.X86.Aes.IsSupported && Pclmulqdq.IsSupported && System.Runtime.Intrinsics.X86.Avx2.IsSupported,
        Aes = new AesNiKernel(),
        Hmac = HmacKernels.Avx2,
        ChaCha20Poly1305 = new ChaCha20Poly1305Avx2(),
        AesGcm = new AesGcmCoreKernel<AesGcm128>(),
    };

    /// <summary>AES-NI, everything else at 512 bits.</summary>
    internal static KernelSet Avx512 { get; } = Avx2 with
    {
        Name = "avx512",
        IsSupported = Avx2.IsSupported && Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported && Avx512Vbmi.IsSupported,
        Hmac = HmacKernels.Avx512,
        ChaCha20Poly1305 = new ChaCha20Poly1305Avx512(),
        AesGcm = new AesGcmCoreKernel<AesGcmAvx512>(),
    };

    /// <summary>As <see cref="Avx512"/>, but Intel's library where it is faster; only where somebody has installed it.</summary>
    internal static KernelSet IpsecMb { get; } = Avx512 with
    {
        Name = "ipsec-mb",
        IsSupported = Avx512.IsSupported && AesGcmIpsecMb.IsSupported,
        AesGcm = new AesGcmIpsecMb(),
    };

    /// <summary>All sets, best first.</summary>
    internal static IReadOnlyList<KernelSet> All { get; } = [IpsecMb, Avx512, Avx2, Arm64, Portable];

    /// <summary>Those that run here, best first; never empty.</summary>
    internal static IReadOnlyList<KernelSet> Supported { get; } = [.. All.Where(set => set.IsSupported)];
}
