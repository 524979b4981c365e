using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.KeyExchange.Vectors;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange.Vectors;

/// <summary>The exchanges of the self-test: right on every implementation, and a method that computes wrongly is found.</summary>
public sealed class KnownExchangesTests
{
    [Fact]
    public void Every_twin_gives_the_answers()
    {
        KeyExchangeMethod[] twins =
        [
            .. KeyExchangeCatalog.All.Select(method => method.Name switch
            {
                "curve25519" => With(method, Curve25519Group.Managed()),
                "curve448" => With(method, Curve448Group.Managed()),
                "ecp256" => With(method, EcpGroup.OnDotnet(EcpCurve.P256)),
                "ecp384" => With(method, EcpGroup.OnDotnet(EcpCurve.P384)),
                "ecp521" => With(method, EcpGroup.OnDotnet(EcpCurve.P521)),
                "modp2048" => With(method, ModpGroup.Managed(2048)),
                _ => method,
            }),
        ];

        SelfTest.Run(KnownExchanges.By(twins));
    }

    [Theory]
    [InlineData("curve25519", ExchangeFault.WrongSecret)]
    [InlineData("curve448", ExchangeFault.WrongPublicValue)]
    [InlineData("ecp256", ExchangeFault.WrongSecret)]
    [InlineData("ecp384", ExchangeFault.WrongPublicValue)]
    [InlineData("ecp521", ExchangeFault.RefusesEverything)]
    [InlineData("modp2048", ExchangeFault.WrongPublicValue)]
    [InlineData("modp2048", ExchangeFault.WrongSecret)]
    [InlineData("modp2048", ExchangeFault.RefusesEverything)]
    public void A_method_with_a_fault_is_found_by_name(string name, ExchangeFault fault)
    {
        KeyExchangeMethod[] methods =
        [
            .. KeyExchangeCatalog.All.Select(method => method.Name == name ? With(method, new WrongExchange(method, fault)) : method),
        ];

        CryptographicException failure = Assert.Throws<CryptographicException>(() => SelfTest.Run(KnownExchanges.By(methods)));

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    private static KeyExchangeMethod With(KeyExchangeMethod method, IKeyExchange family) => new(family)
    {
        Name = method.Name,
        Id = method.Id,
        InitiatorLength = method.InitiatorLength,
        ResponderLength = method.ResponderLength,
        SecretLength = method.SecretLength,
        StrengthBits = method.StrengthBits,
    };
}
