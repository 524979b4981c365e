using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.V1;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike;

/// <summary>The connection says which IKE is spoken, and nobody else.</summary>
public sealed class IkeSasTests
{
    private static readonly IkePath Path = new(IkeWorld.AddressOfA, IkeWorld.AddressOfB);

    [Theory]
    [InlineData(IkeVersion.V1, typeof(IsakmpSa))]
    [InlineData(IkeVersion.V2, typeof(IkeSa))]
    public void Both_roles_are_of_the_version_of_the_connection(IkeVersion version, Type expected)
    {
        ConnectionOptions connection = IkeWorld.OptionsOf("a") with
        {
            Version = version,
            Proposals = IkeWorld.IkeProposals("aes128-sha256-modp2048"),
        };
        var random = new SeededRandomSource(1);

        using IIkeSa initiator = IkeSas.Initiator(connection, Path, random, new Spis());
        using IIkeSa responder = IkeSas.Responder([connection], Path, random, new Spis());

        Assert.IsType(expected, initiator);
        Assert.IsType(expected, responder);
        Assert.Equal((Path, Path), (initiator.Path, responder.Path));
    }

    private sealed class Spis : ISpiSource
    {
        public ulong NextIkeSpi() => 1;

        public uint NextChildSpi(SaProtocol protocol) => 256;
    }
}
