using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>HMAC over every hash, on one instruction set.</summary>
/// <remarks>
/// How many messages pay for a wider kernel was measured: eight lanes cost less than twice one lane, sixteen less than twice
/// eight. Of one message alone, eight lanes of SHA-256 are faster than plain code, eight lanes of SHA-1 are not.
/// </remarks>
internal sealed record HmacKernels
{
    /// <summary>HMAC-SHA-1.</summary>
    public required HmacKernel Sha1 { get; init; }

    /// <summary>HMAC-SHA-256.</summary>
    public required HmacKernel Sha256 { get; init; }

    /// <summary>HMAC-SHA-384.</summary>
    public required HmacKernel Sha384 { get; init; }

    /// <summary>HMAC-SHA-512.</summary>
    public required HmacKernel Sha512 { get; init; }

    /// <summary>Plain C#, one message after the other.</summary>
    internal static HmacKernels Portable { get; } = Create([Plain1], [Plain256], [Plain512]);

    /// <summary>Eight lanes of 32 bits, four of 64.</summary>
    internal static HmacKernels Avx2 { get; } = Create([Plain1, Eight1], [Eight256], [Four512]);

    /// <summary>Sixteen lanes of 32 bits, eight of 64.</summary>
    internal static HmacKernels Avx512 { get; } = Create(
        [Plain1, Eight1, new Sha1Kernel<Lanes16, Vector512<uint>>()],
        [Eight256, new Sha256Kernel<Lanes16, Vector512<uint>>()],
        [Four512, new Sha512Kernel<LongLanes8, Vector512<ulong>>()]);

    private static HashKernel Plain1 => new Sha1Kernel<OneLane, uint>();

    private static HashKernel Plain256 => new Sha256Kernel<OneLane, uint>();

    private static HashKernel Plain512 => new Sha512Kernel<OneLongLane, ulong>();

    private static HashKernel Eight1 => new Sha1Kernel<Lanes8, Vector256<uint>>();

    private static HashKernel Eight256 => new Sha256Kernel<Lanes8, Vector256<uint>>();

    private static HashKernel Four512 => new Sha512Kernel<LongLanes4, Vector256<ulong>>();

    private static HmacKernels Create(HashKernel[] sha1, HashKernel[] sha256, HashKernel[] sha512) => new()
    {
        Sha1 = new HmacKernel<uint>(new HashFunction<uint>(ShaWords.Start1.ToArray(), HashWords: 5, sha1)),
        Sha256 = new HmacKernel<uint>(new HashFunction<uint>(ShaWords.Start256.ToArray(), HashWords: 8, sha256)),
        Sha384 = new HmacKernel<ulong>(new HashFunction<ulong>(ShaWords.Start384.ToArray(), HashWords: 6, sha512)),
        Sha512 = new HmacKernel<ulong>(new HashFunction<ulong>(ShaWords.Start512.ToArray(), HashWords: 8, sha512)),
    };
}
