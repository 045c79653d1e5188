"""What a patient may ask of a clinic that holds their record."""
