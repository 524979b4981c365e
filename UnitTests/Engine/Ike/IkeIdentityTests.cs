using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike;

/// <summary>RFC 7296 §3.5: identities as configuration spells them.</summary>
public sealed class IkeIdentityTests
{
    [Theory]
    [InlineData("gw.example", IdType.Fqdn, "gw.example")]
    [InlineData("@gw.example", IdType.Fqdn, "gw.example")]
    [InlineData("who@example.org", IdType.Rfc822Address, "who@example.org")]
    [InlineData("192.0.2.1", IdType.Ipv4Address, "192.0.2.1")]
    [InlineData("2001:db8::1", IdType.Ipv6Address, "2001:db8::1")]
    [InlineData("keyid:branch", IdType.KeyId, "keyid:branch")]
    [InlineData("C=CH, CN=gw", IdType.DerAsn1Dn, null)]
    public void The_kind_follows_from_the_text(string text, IdType kind, string? shown)
    {
        Assert.True(IkeIdentity.TryParse(text, out IkeIdentity identity));

        Assert.Equal(kind, identity.Kind);
        Assert.Equal(shown ?? identity.ToString(), identity.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a b")]
    [InlineData("nonsense=")]
    public void Nonsense_is_refused(string? text) => Assert.False(IkeIdentity.TryParse(text, out _));

    [Fact]
    public void Domain_names_ignore_case()
    {
        (IkeIdentity one, IkeIdentity other) = (IkeWorld.Identity("GW.example"), IkeWorld.Identity("gw.EXAMPLE"));

        Assert.True(one.Matches(other));
        Assert.NotEqual(one, other);
    }
}
