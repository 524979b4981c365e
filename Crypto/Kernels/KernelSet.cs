using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.Crypto.Kernels.Sha;
using Pipeline.Crypto.Kernels.ChaCha20Poly1305;
using Pipeline.Crypto.Kernels.Gcm;

namespace Pipeline.Crypto.Kernels;

/// <summary>One kernel for every family of algorithms: what an instruction set, or a native library, has to offer.</summary>
/// <remarks>A family that the instruction set does nothing for has the next best kernel.</remarks>
internal sealed record KernelSet
{
    /// <summary>Its name in <see cref="KernelChoice.Switch"/>, in logs and in benchmarks.</summary>
    public required string Name { get; init; }

    /// <summary>True when this machine can run all of it.</summary>
    public required bool IsSupported { get; init; }

    /// <summary>AES in CBC and counter mode.</summary>
    public required AesKernel Aes { get; init; }

    /// <summary>HMAC over SHA-1 and SHA-2.</summary>
    public required HmacKernels Hmac { get; init; }

    /// <summary>ChaCha20-Poly1305 (RFC 8439).</summary>
    public required ChaCha20Poly1305Kernel ChaCha20Poly1305 { get; init; }

    /// <summary>AES-GCM and AES-GMAC.</summary>
    public required AesGcmKernel AesGcm { get; init; }
}
