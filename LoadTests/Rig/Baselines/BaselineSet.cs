using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Native;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>What is measured beside a path: other libraries and our own kernel, on texts of the same size.</summary>
internal static class BaselineSet
{
    /// <summary>Makes the baselines that there are for a suite on this machine.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="packetSize">Bytes of the inner IP packet.</param>
    /// <param name="direction">Outbound seals, inbound opens.</param>
    /// <param name="count">Packets of one turn.</param>
    public static IReadOnlyList<IMeasured> For(CipherSuite suite, int packetSize, PathDirection direction, int count)
    {
        CipherLoad Load() => new(suite, packetSize, direction, count);
        IMeasured?[] works =
        [
            Dotnet(suite, Load),
            Openssl(suite, Load),
            IpsecMb(suite, Load),
            new KernelWork(Load(), suite.Transform),
        ];
        return [.. works.OfType<IMeasured>()];
    }

    /// <summary>ipsec-mb for a suite.</summary>
    /// <returns>Null when it is not installed, or not for this processor or suite.</returns>
    public static IMeasured? IpsecMb(CipherSuite suite, Func<CipherLoad> load) => SuiteFamilies.Of(suite) switch
    {
        _ when !Native.IpsecMb.IsInstalled => null,
        SuiteFamily.AesGcm when Native.IpsecMb.GcmArchitecture is not null => new IpsecMbGcm(load()),
        SuiteFamily.ChaCha20Poly1305 when IpsecMbBurst.IsAvailable => new IpsecMbBurst(load(), new IpsecMbChaCha20Poly1305()),
        SuiteFamily.AesCbcHmac when IpsecMbBurst.IsAvailable => new IpsecMbBurst(load(), new IpsecMbCbcHmac()),
        _ => null,
    };

    /// <summary>.NET's own cryptography for a suite.</summary>
    public static IMeasured? Dotnet(CipherSuite suite, Func<CipherLoad> load) => SuiteFamilies.Of(suite) switch
    {
        SuiteFamily.AesGcm or SuiteFamily.ChaCha20Poly1305 => new DotnetAead(load()),
        SuiteFamily.AesCbcHmac => new DotnetCbcHmac(load()),
        _ => null,
    };

    /// <summary>OpenSSL for a suite.</summary>
    public static IMeasured? Openssl(CipherSuite suite, Func<CipherLoad> load) => SuiteFamilies.Of(suite) switch
    {
        _ when !Libcrypto.IsInstalled => null,
        SuiteFamily.AesGcm or SuiteFamily.ChaCha20Poly1305 => new OpensslAead(load()),
        SuiteFamily.AesCbcHmac => new OpensslCbcHmac(load()),
        _ => null,
    };
}
