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

    /// <summary>AES-GCM and AES-GMAC.</summary>
    public required AesGcmKernel AesGcm { get; init; }
}
