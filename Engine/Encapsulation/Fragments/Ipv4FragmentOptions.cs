using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>Which IPv4 options every fragment repeats: those with the copied flag (RFC 791 §3.1).</summary>
internal static class Ipv4FragmentOptions
{
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte CopiedFlag = 0x80;
    private const int WordLength = 4;

    /// <summary>Makes the header of the fragments behind the first one; its checksum is left to the caller.</summary>
    /// <param name="header">The packet's header with its options.</param>
    /// <param name="destination">At least as long.</param>
    /// <param name="length">Bytes written; a multiple of 4.</param>
    /// <returns>False when an option does not fit the header.</returns>
    public static bool TryCopyHeader(ReadOnlySpan<byte> header, Span<byte> destination, out int length)
    {
        header[..Ipv4Header.MinimumLength].CopyTo(destination);
        length = Ipv4Header.MinimumLength;
        ReadOnlySpan<byte> options = header[Ipv4Header.MinimumLength..];
        while (options.Length > 0 && options[0] != EndOfOptions)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                return false;
            }

            ReadOnlySpan<byte> option = options[..options[1]];
            options = options[option.Length..];
            if ((option[0] & CopiedFlag) != 0)
            {
                option.CopyTo(destination[length..]);
                length += option.Length;
            }
        }

        while (length % WordLength != 0)
        {
            destination[length++] = EndOfOptions;
        }

        destination[0] = (byte)((4 << 4) | (length / WordLength));
        return true;
    }
}
