using System.Security.Cryptography;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>Bytes in hexadecimal with commas between them, over lines that end with a backslash.</summary>
internal sealed class HexCollector
{
    private byte[] _bytes = new byte[256];
    private int _length;
    private StoreValue? _value;
    private bool _isText;

    /// <summary>True when the last line said that another one follows.</summary>
    public bool IsOpen => _value is not null;

    /// <summary>Begins a value.</summary>
    /// <param name="value">Where the bytes go when they are whole.</param>
    /// <param name="isText">True for UTF-16 strings.</param>
    public void Open(StoreValue value, bool isText) => (_value, _isText, _length) = (value, isText, 0);

    /// <summary>Takes a line; without a backslash at its end, it is the last.</summary>
    public void Add(ReadOnlySpan<char> line, int lineNumber, ImportReport report)
    {
        bool isLast = line is not [.., '\\'];
        foreach (Range range in (isLast ? line : line[..^1]).Split(','))
        {
            ReadOnlySpan<char> digits = line[range].Trim();
            if (digits.IsEmpty || digits is ['\\'])
            {
                continue;
            }

            if (digits.Length > 2 || !char.IsAsciiHexDigit(digits[0]) || !char.IsAsciiHexDigit(digits[^1]))
            {
                report.Refuse(lineNumber, "has something among its bytes that is none");
                return;
            }

            Append((byte)(digits.Length == 1 ? Digit(digits[0]) : (Digit(digits[0]) << 4) | Digit(digits[1])));
        }

        if (isLast)
        {
            Close();
        }
    }

    private void Close()
    {
        if (_isText)
        {
            _value!.AddTexts(_bytes.AsSpan(0, _length));
        }
        else
        {
            _value!.Bytes = _bytes[.._length];
        }

        CryptographicOperations.ZeroMemory(_bytes);
        _value = null;
    }

    private void Append(byte one)
    {
        if (_length == _bytes.Length)
        {
            byte[] longer = new byte[_bytes.Length * 2];
            _bytes.CopyTo(longer, 0);
            CryptographicOperations.ZeroMemory(_bytes);
            _bytes = longer;
        }

        _bytes[_length++] = one;
    }

    private static int Digit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
