using System.Diagnostics.CodeAnalysis;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;

namespace Pipeline.UnitTests.Crypto.KeyExchange.Vectors;

/// <summary>A key exchange method with one fault.</summary>
internal sealed class WrongExchange(KeyExchangeMethod right, ExchangeFault fault) : IKeyExchange
{
    public InitiatedExchange Initiate(IRandomSource random) => new Initiated(right.Initiate(random), fault);

    public bool TryRespond(
        IRandomSource random,
        ReadOnlySpan<byte> initiatorValue,
        out byte[] responderValue,
        [NotNullWhen(true)] out SecretBytes? secret) =>
        right.TryRespond(random, initiatorValue, out responderValue, out secret);

    private sealed class Initiated(InitiatedExchange right, ExchangeFault fault) : InitiatedExchange
    {
        public override ReadOnlyMemory<byte> PublicValue =>
            fault == ExchangeFault.WrongPublicValue ? OneBitWrong(right.PublicValue.Span) : right.PublicValue;

        public override bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret)
        {
            if (!right.TryFinish(responderValue, out secret) || fault == ExchangeFault.RefusesEverything)
            {
                secret = null;
                return false;
            }

            secret = fault == ExchangeFault.WrongSecret ? new SecretBytes(OneBitWrong(secret.Span)) : secret;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                right.Dispose();
            }
        }

        private static byte[] OneBitWrong(ReadOnlySpan<byte> right)
        {
            byte[] wrong = right.ToArray();
            wrong[^1] ^= 0x80;
            return wrong;
        }
    }
}
