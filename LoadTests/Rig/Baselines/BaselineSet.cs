using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Native;

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
            Libcrypto.IsInstalled ? Openssl(suite, Load) : null,
            IpsecMb(suite, Load),
            new KernelWork(Load(), suite.Transform),
        ];
        return [.. works.OfType<IMeasured>()];
    }

    private static DotnetAead? Dotnet(CipherSuite suite, Func<CipherLoad> load) => SuiteFamilies.Of(suite) switch
    {
        SuiteFamily.AesGcm or SuiteFamily.ChaCha20Poly1305 => new DotnetAead(load()),
        _ => null,
    };

    private static OpensslAead? Openssl(CipherSuite suite, Func<CipherLoad> load) => SuiteFamilies.Of(suite) switch
    {
        SuiteFamily.AesGcm or SuiteFamily.ChaCha20Poly1305 => new OpensslAead(load()),
        _ => null,
    };

    /// <summary>ipsec-mb for a suite.</summary>
    /// <returns>Null when it is not installed, or not for this processor or suite.</returns>
    public static IMeasured? IpsecMb(CipherSuite suite, Func<CipherLoad> load) => SuiteFamilies.Of(suite) switch
    {
        SuiteFamily.AesGcm when Native.IpsecMb.IsInstalled && Native.IpsecMb.GcmArchitecture is not null => new IpsecMbGcm(load()),
        _ => null,
    };
}
