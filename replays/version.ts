/** Version of the package whose engine simulates; a replay names the one that recorded it. */
export const VERSION = '0.1.0'
